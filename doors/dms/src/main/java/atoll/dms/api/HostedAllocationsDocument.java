package atoll.dms.api;

import java.util.List;

/** What the providers of a node host. */
public record HostedAllocationsDocument(List<HostedAllocationDocument> allocations) {}
