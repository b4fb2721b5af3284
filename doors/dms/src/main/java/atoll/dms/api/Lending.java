package atoll.dms.api;

import java.util.List;

/** What the providers of this node lend and host, as documents. Safe for any thread. */
public interface Lending {
  /** A node that lends nothing and has nothing to lend. */
  Lending NONE =
      new Lending() {
        @Override
        public List<ProviderDocument> providers() {
          return List.of();
        }

        @Override
        public List<HostedAllocationDocument> allocations() {
          return List.of();
        }
      };

  List<ProviderDocument> providers();

  List<HostedAllocationDocument> allocations();
}
