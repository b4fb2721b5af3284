/** The door for Ritual Infernet's clients: its REST interface, translated to jobs (Infernet §2). */
@org.jspecify.annotations.NullMarked
package atoll.infernet;
