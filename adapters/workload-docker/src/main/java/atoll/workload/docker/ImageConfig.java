package atoll.workload.docker;

import java.util.List;

/** What an image says is run when nothing else is asked for. */
record ImageConfig(List<String> entrypoint, List<String> command) {}
