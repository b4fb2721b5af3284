package atoll.dms.api;

import java.util.List;

/** The providers of a node. */
public record ProvidersDocument(List<ProviderDocument> providers) {}
