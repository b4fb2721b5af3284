/** What does an Infernet node of this machine do, and what has it earned? */
@org.jspecify.annotations.NullMarked
package atoll.cli.infernet;
