package atoll.dms.api;

/**
 * Who answers.
 *
 * @param peer its peer id
 * @param version of the program
 */
public record NodeDocument(String did, String peer, String version) {}
