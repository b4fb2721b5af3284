/** Certificates and their keys, as OpenSSL, Docker and certbot write them into files. */
@org.jspecify.annotations.NullMarked
package atoll.kernel.tls;
