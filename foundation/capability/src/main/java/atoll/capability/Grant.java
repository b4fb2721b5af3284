package atoll.capability;

import atoll.identity.Did;
import java.time.Instant;
import java.util.List;

/** Proof that a request's authority was verified; only {@link CapabilityVerifier} makes one. */
public final class Grant {
  private final Did principal;
  private final Did subject;
  private final List<Capability> abilities;
  private final Expiry expiry;

  Grant(Did principal, Did subject, List<Capability> abilities, Expiry expiry) {
    this.principal = principal;
    this.subject = subject;
    this.abilities = List.copyOf(abilities);
    this.expiry = expiry;
  }

  /** Whose request it is: the DID that signed the presented token. */
  public Did principal() {
    return principal;
  }

  /** Who presented it: the did:key of the acting key, which is ephemeral for child actors. */
  public Did subject() {
    return subject;
  }

  public List<Capability> abilities() {
    return abilities;
  }

  /** The last instant at which this counts. */
  public Instant expiresAt() {
    return expiry.instant();
  }

  public boolean allows(Capability wanted, Instant now) {
    if (now.isAfter(expiry.instant())) return false;
    for (var ability : abilities) if (ability.implies(wanted)) return true;
    return false;
  }

  @Override
  public String toString() {
    return "grant of " + abilities + " to " + principal + " until " + expiry;
  }
}
