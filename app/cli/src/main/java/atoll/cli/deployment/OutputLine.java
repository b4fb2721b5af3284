package atoll.cli.deployment;

import atoll.dms.api.LogDocument;
import atoll.dms.api.LogRequest;

/**
 * A piece of a workload's output in JSON.
 *
 * @param type always {@code output}
 * @param offset of its first byte
 * @param text for people; {@code data} has the bytes
 */
public record OutputLine(
    String type,
    String allocation,
    LogRequest.Stream stream,
    long offset,
    String text,
    byte[] data) {
  static OutputLine of(String allocation, LogRequest.Stream stream, LogDocument chunk) {
    return new OutputLine("output", allocation, stream, chunk.offset(), chunk.text(), chunk.data());
  }
}
