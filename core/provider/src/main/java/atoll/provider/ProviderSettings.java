package atoll.provider;

import atoll.kernel.Location;
import atoll.market.Coordinates;
import atoll.market.Price;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the owner of a machine decided about lending it.
 *
 * @param directory holds a folder for each allocation and the named volumes
 * @param location as the owner states it; unknown matches no accept list
 * @param privilegedAllowed whether containers may ask for the machine's own rights
 * @param mountable folders of this machine that workloads may be given, and all below them
 * @param bindAddress where public ports are opened
 */
public record ProviderSettings(
    Path directory,
    Location location,
    Optional<Coordinates> coordinates,
    boolean privilegedAllowed,
    Optional<Price> price,
    List<Path> mountable,
    String bindAddress) {
  public ProviderSettings {
    mountable = List.copyOf(mountable);
  }
}
