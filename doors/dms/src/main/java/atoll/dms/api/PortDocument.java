package atoll.dms.api;

/**
 * A port of a workload, {@code privatePort}, and where its provider makes it reachable, {@code
 * publicPort}.
 */
public record PortDocument(int publicPort, int privatePort) {}
