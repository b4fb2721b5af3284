/** Who owes whom? Money that moved, entered twice, to the unit. */
@org.jspecify.annotations.NullMarked
package atoll.settlement;
