/** An Infernet node with containers that it runs itself, on a real engine. */
@org.jspecify.annotations.NullMarked
package atoll.acceptance.infernet;
