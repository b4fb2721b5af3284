package atoll.chain.infernet;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.chain.infernet.World.Contract;
import com.esaulpaugh.headlong.abi.Address;
import java.math.BigInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** §5.9, and where a wallet is stricter than the original's (decision 0012). */
class WalletTest extends OnChain {
  private static final BigInteger HUNDRED = BigInteger.valueOf(100);
  private static final BigInteger SIXTY = BigInteger.valueOf(60);
  private static final BigInteger FORTY = BigInteger.valueOf(40);
  private static final BigInteger ALL = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);

  private Contract coordinator;
  private Contract wallet;
  private Contract token;
  private Address alice;
  private Address bob;

  @BeforeEach
  void beginSpending() throws Exception {
    coordinator = world.make("Spender", World.words(world.user.address()));
    wallet = world.walletAt(coordinator.asked("WALLET"));
    token = world.make("PlainToken", NOTHING);
    token.does(world.user, "mint", wallet.address, HUNDRED);
    alice = world.node.address();
    bob = world.secondNode.address();
  }

  @Test
  void itsOwnerTakesOutWhatIsThere() throws Exception {
    assertThat(wallet.refuses(world.stranger, "withdraw", token.address, BigInteger.ONE))
        .isEqualTo("Unauthorized");
    assertThat(wallet.refuses(world.user, "withdraw", token.address, HUNDRED.add(BigInteger.ONE)))
        .isEqualTo("InsufficientFunds");
    var receipt = wallet.does(world.user, "withdraw", token.address, SIXTY);
    var event = wallet.event(receipt, "Withdrawl");
    assertThat(event.<Object>get(0)).isEqualTo(token.address);
    assertThat(event.<BigInteger>get(1)).isEqualTo(SIXTY);
    assertThat(held()).isEqualTo(FORTY);
    world.pay(wallet.address, World.ETHER);
    wallet.does(world.user, "withdraw", NOBODY, World.ETHER);
    assertThat(world.balance(wallet.address)).isZero();
  }

  @Test
  void itsOwnerAllowsAndAnotherDoesNot() throws Exception {
    assertThat(wallet.refuses(world.stranger, "approve", alice, token.address, SIXTY))
        .isEqualTo("Unauthorized");
    var event =
        wallet.event(wallet.does(world.user, "approve", alice, token.address, SIXTY), "Approval");
    assertThat(event.<Object>get(0)).isEqualTo(alice);
    assertThat(event.<BigInteger>get(2)).isEqualTo(SIXTY);
    wallet.does(world.user, "approve", alice, token.address, FORTY);
    assertThat(allowed(alice)).isEqualTo(FORTY);
  }

  @Test
  void nobodyButTheCoordinatorSpends() throws Exception {
    for (var by : new World.Account[] {world.user, world.stranger}) {
      assertThat(wallet.refuses(by, "cTransfer", alice, token.address, alice, BigInteger.ONE))
          .isEqualTo("NotCoordinator");
      assertThat(wallet.refuses(by, "cLock", alice, token.address, BigInteger.ONE))
          .isEqualTo("NotCoordinator");
      assertThat(wallet.refuses(by, "cUnlock", alice, token.address, BigInteger.ONE))
          .isEqualTo("NotCoordinator");
    }
  }

  @Test
  void anEscrowIsPutAsideAndReleased() throws Exception {
    allow(alice, HUNDRED);
    var locked = wallet.event(lock(alice, SIXTY), "Escrow");
    assertThat(locked.<Object>get(0)).isEqualTo(alice);
    assertThat(locked.<BigInteger>get(2)).isEqualTo(SIXTY);
    assertThat(locked.<Boolean>get(3)).isTrue();
    assertThat(allowed(alice)).isEqualTo(FORTY);
    assertThat(wallet.refuses(world.user, "withdraw", token.address, FORTY.add(BigInteger.ONE)))
        .isEqualTo("InsufficientFunds");
    assertThat(coordinator.refuses(world.user, "unlock", alice, token.address, HUNDRED))
        .isEqualTo("InsufficientFunds");
    var released =
        wallet.event(coordinator.does(world.user, "unlock", alice, token.address, SIXTY), "Escrow");
    assertThat(released.<Boolean>get(3)).isFalse();
    assertThat(allowed(alice)).isEqualTo(HUNDRED);
    wallet.does(world.user, "withdraw", token.address, HUNDRED);
  }

  @Test
  void fundsAreCheckedBeforeAllowanceWhenLocking() throws Exception {
    assertThat(
            coordinator.refuses(
                world.user, "lock", alice, token.address, HUNDRED.add(BigInteger.ONE)))
        .isEqualTo("InsufficientFunds");
    assertThat(coordinator.refuses(world.user, "lock", alice, token.address, HUNDRED))
        .isEqualTo("InsufficientAllowance");
  }

  @Test
  void oneSpendersPaymentNeverEatsAnothersEscrow() throws Exception {
    allow(alice, SIXTY);
    allow(bob, HUNDRED);
    lock(alice, SIXTY);
    assertThat(
            coordinator.refuses(
                world.user, "spend", bob, token.address, bob, FORTY.add(BigInteger.ONE)))
        .isEqualTo("InsufficientFunds");
    coordinator.does(world.user, "spend", bob, token.address, bob, FORTY);
    coordinator.does(world.user, "unlock", alice, token.address, SIXTY);
    assertThat(held()).isEqualTo(SIXTY);
  }

  @Test
  void nobodysEscrowIsReleasedInAnothersName() throws Exception {
    allow(alice, SIXTY);
    lock(alice, SIXTY);
    assertThat(coordinator.refuses(world.user, "unlock", bob, token.address, BigInteger.ONE))
        .isEqualTo("InsufficientFunds");
  }

  @Test
  void anOwnerWhoAllowsEverythingMeanwhileDoesNotHoldUpARelease() throws Exception {
    allow(alice, SIXTY);
    lock(alice, SIXTY);
    allow(alice, ALL);
    coordinator.does(world.user, "unlock", alice, token.address, SIXTY);
    assertThat(allowed(alice)).isEqualTo(ALL);
  }

  @Test
  void aTokenThatShrinksBalancesLeavesAReason() throws Exception {
    allow(alice, HUNDRED);
    lock(alice, SIXTY);
    token.does(world.user, "shrink", wallet.address, SIXTY);
    assertThat(wallet.refuses(world.user, "withdraw", token.address, BigInteger.ONE))
        .isEqualTo("InsufficientFunds");
    assertThat(coordinator.refuses(world.user, "lock", alice, token.address, BigInteger.ONE))
        .isEqualTo("InsufficientFunds");
  }

  @Test
  void etherReachesAlsoWhoRefusesItOrBurnsGas() throws Exception {
    world.pay(wallet.address, World.ETHER);
    wallet.does(world.user, "approve", alice, NOBODY, World.ETHER);
    var burner = world.make("GasBurner", NOTHING);
    coordinator.does(world.user, "spend", alice, NOBODY, burner.address, BigInteger.TEN);
    coordinator.does(world.user, "spend", alice, NOBODY, world.at.registry(), BigInteger.TEN);
    assertThat(world.balance(burner.address)).isEqualTo(BigInteger.TEN);
    assertThat(world.balance(world.at.registry())).isEqualTo(BigInteger.TEN);
  }

  @Test
  void aWalletPassesToAnotherOwner() throws Exception {
    assertThat(wallet.<Address>asked("owner")).isEqualTo(world.user.address());
    assertThat(wallet.refuses(world.user, "transferOwnership", NOBODY))
        .isEqualTo("NewOwnerIsZeroAddress");
    wallet.does(world.stranger, "requestOwnershipHandover");
    assertThat(wallet.refuses(world.user, "completeOwnershipHandover", alice))
        .isEqualTo("NoHandoverRequest");
    wallet.does(world.user, "completeOwnershipHandover", world.stranger.address());
    assertThat(wallet.<Address>asked("owner")).isEqualTo(world.stranger.address());
    assertThat(wallet.refuses(world.user, "withdraw", token.address, BigInteger.ONE))
        .isEqualTo("Unauthorized");
  }

  @Test
  void anyoneMakesAWalletForAnyone() throws Exception {
    var receipt = world.factory.does(world.stranger, "createWallet", alice);
    var event = world.factory.event(receipt, "WalletCreated");
    assertThat(event.<Object>get(0)).isEqualTo(world.stranger.address());
    assertThat(event.<Object>get(1)).isEqualTo(alice);
    var made = world.walletAt(event.get(2));
    assertThat(made.<Address>asked("owner")).isEqualTo(alice);
    assertThat(world.factory.<Boolean>asked("isValidWallet", made.address)).isTrue();
    assertThat(world.factory.<Boolean>asked("isValidWallet", alice)).isFalse();
  }

  private void allow(Address spender, BigInteger amount) throws Exception {
    wallet.does(world.user, "approve", spender, token.address, amount);
  }

  private atoll.chain.Receipt lock(Address spender, BigInteger amount) throws Exception {
    return coordinator.does(world.user, "lock", spender, token.address, amount);
  }

  private BigInteger allowed(Address spender) throws Exception {
    return wallet.asked("allowance", spender, token.address);
  }

  private BigInteger held() throws Exception {
    return token.asked("balanceOf", wallet.address);
  }
}
