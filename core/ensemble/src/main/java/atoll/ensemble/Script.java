package atoll.ensemble;

import java.util.Arrays;

/** The contents of a provision script. */
public record Script(byte[] contents) {
  @Override
  public boolean equals(Object other) {
    return other instanceof Script that && Arrays.equals(contents, that.contents);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(contents);
  }

  @Override
  public String toString() {
    return "Script[" + contents.length + " bytes]";
  }
}
