/** The services that jobs are put to: containers, ours or anyone's, over HTTP (Infernet §3). */
@org.jspecify.annotations.NullMarked
package atoll.infernet.containers;
