package atoll.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What services say, and whose fault it is. Only the contract's and the transaction's is theirs.
 */
class RpcFaultTest {
  private static final RpcCall<?> CALL = call(BlockTag.LATEST);
  private static final RpcCall<?> SEND =
      Eth.send(
          new Transaction.Legacy(
                  1,
                  0,
                  BigInteger.ONE,
                  21_000,
                  Optional.of(Addresses.ZERO),
                  BigInteger.ZERO,
                  Data.EMPTY)
              .sign(Anvil.key(0)));

  private static RpcCall<Data> call(BlockTag at) {
    return Eth.call(Eth.Message.to(Addresses.ZERO, Addresses.ZERO, Data.EMPTY), at);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          3      | whatever it says
          -32000 | execution reverted
          -32000 | execution reverted: 429 too many requests
          -32603 | VM Exception while processing transaction: revert
          -32015 | VM execution error.
          -32000 | invalid opcode: INVALID
          -32003 | EVM error: InvalidFEOpcode
          -32000 | out of gas
          -32000 | OutOfGas
          -32603 | EvmError: OutOfGas
          -32000 | invalid jump destination
          -32000 | BadJumpDestination
          -32000 | stack underflow (0 <=> 1)
          -32000 | gas required exceeds allowance (50000000)
          -32000 | write protection
          -32000 | StaticCallViolation
          -32000 | invalid input length
          -32000 | execution aborted (timeout = 5s)
          -32000 | insufficient funds for transfer
          -32000 | err: insufficient funds for gas * price + value: address 0x01 have 0 want 1
          """)
  void theContractsFaultIsARefusal(long code, String message) {
    assertThat(RpcFault.of(CALL, code, message, Data.EMPTY)).isEqualTo(RpcFault.REFUSED);
  }

  @Test
  void whateverReturnsDataReverted() {
    assertThat(RpcFault.of(CALL, -32000, "error", new Data("0x08c379a0")))
        .isEqualTo(RpcFault.REFUSED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -32000 | header not found
          -32001 | block not found with number 7
          -32000 | unknown block
          -32000 | missing trie node 5d2a1f (path ) state 0x5d2a1f is not available
          -32000 | block range extends beyond current head block
          -32603 | Internal error
          -32603 | internal server error
          -32002 | resource unavailable
          -32000 | request timed out
          0      | no reason given
          4444   | pruned history unavailable
          -32000 | upstream does not have the requested block yet
          -32000 | connection refused
          """)
  void whatOthersMaySayIsTheServicesFault(long code, String message) {
    for (var call : List.of(CALL, SEND, Eth.blockNumber()))
      assertThat(RpcFault.of(call, code, message, Data.EMPTY)).isEqualTo(RpcFault.FAILED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -32005 | daily request count exceeded, request rate limited
          -32007 | 50/second request limit reached - reduce calls per second
          -32016 | over rate limit
          -32029 | too much
          429    | Your app has exceeded its compute units per second capacity
          -32000 | Too Many Requests
          -32090 | Too many requests, retry in 10m
          """)
  void beingAskedTooMuchIsALimit(long code, String message) {
    for (var call : List.of(CALL, SEND, Eth.blockNumber()))
      assertThat(RpcFault.of(call, code, message, Data.EMPTY)).isEqualTo(RpcFault.OVERLOADED);
    assertThat(RpcFault.isOverload(code, message)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -32601 | the method eth_maxPriorityFeePerGas does not exist/is not available
          -32601 | Method not found
          -32602 | unknown block tag
          -32004 | method not supported
          -32000 | Method not implemented
          """)
  void whatAServiceDoesNotKnowIsUnsupported(long code, String message) {
    for (var call : List.of(CALL, SEND, Eth.priorityFee()))
      assertThat(RpcFault.of(call, code, message, Data.EMPTY)).isEqualTo(RpcFault.UNSUPPORTED);
  }

  @Test
  void aServiceWithoutAPendingBlockMaySayItAsItLikes() {
    for (var call :
        List.of(call(BlockTag.PENDING), Eth.transactionCount(Addresses.ZERO, BlockTag.PENDING)))
      assertThat(RpcFault.of(call, -32000, "header not found", Data.EMPTY))
          .isEqualTo(RpcFault.UNSUPPORTED);
    assertThat(RpcFault.of(call(BlockTag.PENDING), -32000, "execution reverted", Data.EMPTY))
        .isEqualTo(RpcFault.REFUSED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -32000 | nonce too low
          -32000 | nonce too low: next nonce 12, tx nonce 11
          -32000 | OldNonce
          -32000 | already known
          -32010 | Transaction with the same hash was already imported.
          -32000 | ALREADY_EXISTS: already known
          -32603 | existing tx with same hash: already known
          -32000 | replacement transaction underpriced
          -32000 | FeeTooLow, MaxFeePerGas too low
          -32000 | max fee per gas less than block base fee
          -32000 | insufficient funds for gas * price + value: balance 0, tx cost 10
          -32000 | Upfront cost exceeds account balance
          -32000 | intrinsic gas too low: gas 20000, minimum needed 21000
          -32000 | exceeds block gas limit
          -32000 | tx fee (1.20 ether) exceeds the configured cap (1.00 ether)
          -32000 | txpool is full
          -32000 | invalid sender
          -32000 | invalid chain id for signer
          -32003 | Transaction rejected
          -32000 | transaction type not supported
          """)
  void whatIsWrongWithATransactionIsARefusal(long code, String message) {
    assertThat(RpcFault.of(SEND, code, message, Data.EMPTY)).isEqualTo(RpcFault.REFUSED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -32005 | query returned more than 10000 results
          -32602 | range 1000000 exceeds limit of 10000
          -32614 | eth_getLogs is limited to a 10,000 range
          -32600 | block range too high
          35     | ranges over 10000 blocks are not supported on freetier
          -32000 | query timeout exceeded
          """)
  void eventsThatAreNotGivenMayBeTooManyAtOnce(long code, String message) {
    var logs = Eth.logs(1, 1000, Optional.empty(), List.of());
    assertThat(RpcFault.of(logs, code, message, Data.EMPTY)).isEqualTo(RpcFault.REFUSED);
  }
}
