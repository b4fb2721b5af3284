/** A person at a terminal: a fresh clone of their own, what they type, what they are answered. */
@org.jspecify.annotations.NullMarked
package atoll.acceptance.terminal;
