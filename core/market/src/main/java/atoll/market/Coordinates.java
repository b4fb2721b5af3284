package atoll.market;

/** A point on the globe, in degrees: north and east are positive. */
public record Coordinates(double latitude, double longitude) {
  private static final double EARTH_RADIUS_KM = 6371;
  private static final double LIGHT_KM_PER_MILLISECOND = 299.792458;

  public Coordinates {
    if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180))
      throw new IllegalArgumentException(
          "no such place: latitude " + latitude + ", longitude " + longitude);
  }

  /** The great-circle distance in kilometres (DMS §7.4). */
  public double kilometresTo(Coordinates other) {
    double phi = Math.toRadians(latitude);
    double otherPhi = Math.toRadians(other.latitude);
    double northing = Math.sin((otherPhi - phi) / 2);
    double easting = Math.sin(Math.toRadians(other.longitude - longitude) / 2);
    double haversine = northing * northing + Math.cos(phi) * Math.cos(otherPhi) * easting * easting;
    return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(haversine)));
  }

  /**
   * The shortest round trip that physics allows, in milliseconds.
   *
   * @param signalSpeed as a fraction of the speed of light: about 0.67 in fibre, 1 in vacuum
   */
  public double leastRoundTripMillis(Coordinates other, double signalSpeed) {
    return 2 * kilometresTo(other) / (LIGHT_KM_PER_MILLISECOND * signalSpeed);
  }
}
