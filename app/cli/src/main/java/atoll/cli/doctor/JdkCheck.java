package atoll.cli.doctor;

/** The JDK that this runs on. */
record JdkCheck(int feature, String home) implements Check {
  private static final int NEEDED = 25;

  @Override
  public String name() {
    return "jdk";
  }

  @Override
  public Finding look() {
    if (feature < NEEDED)
      return Finding.fail(
          "this is Java " + feature + " in " + home,
          "Install a JDK "
              + NEEDED
              + " or newer, for example package temurin-25-jdk, or set JAVA_HOME to one");
    return Finding.ok("Java " + feature + " in " + home);
  }
}
