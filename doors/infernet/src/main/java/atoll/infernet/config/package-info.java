/** The original's {@code config.json}, read as leniently as the original does (Infernet §1). */
@org.jspecify.annotations.NullMarked
package atoll.infernet.config;
