package atoll.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.identity.Did;
import atoll.identity.PeerId;
import org.junit.jupiter.api.Test;

class HandleTest {
  private static final Handle A = Handle.of(Vectors.A.publicKey());
  private static final String JSON =
      "{\"id\":{\"pub\":\"BAAREIGXLKMADAVRBK35KS762PEWIBZ2B3QXF462UYRSLLYCDJUPOB2RDI======\"},"
          + "\"did\":{\"uri\":\"did:key:z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw\"},"
          + "\"addr\":{\"host\":\"12D3KooWQK1wnefoLrcVHbbnf5tLzbopUd3K3bFAoJpA7YJgL5pV\",\"inbox\":\"root\"}}";

  @Test
  void aNodesHandleFollowsFromItsKeyAlone() {
    assertThat(A.toJson()).isEqualTo(JSON);
    assertThat(Handle.parse(PeerId.of(Vectors.A.publicKey()).text())).isEqualTo(A);
    assertThat(Handle.parse(Did.of(Vectors.A.publicKey()).uri())).isEqualTo(A);
    assertThat(Handle.parse(JSON)).isEqualTo(A);
  }

  @Test
  void nobodysHandleHasEmptyMembers() {
    assertThat(Handle.NONE.toJson()).isEqualTo("{\"id\":{\"pub\":\"\"},\"did\":{},\"addr\":{}}");
    assertThat(Handle.parse(Handle.NONE.toJson())).isEqualTo(Handle.NONE);
    assertThat(Handle.NONE.isNone()).isTrue();
    assertThatThrownBy(Handle.NONE::id).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aDidOrAnAddressWithoutAnIdIsRefused() {
    assertThatThrownBy(
            () -> Handle.parse("{\"id\":{\"pub\":\"\"},\"did\":{},\"addr\":{\"host\":\"x\"}}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without an id");
  }

  @Test
  void otherTextsAreRefusedWithAReason() {
    for (var text : new String[] {"", "x", "did:prism:abc", "{", "{\"id\":1}", JSON + "x"})
      assertThatThrownBy(() -> Handle.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Handle.parse("did:prism:abc")).hasMessageContaining("did:key");
    assertThatThrownBy(() -> new Address("h", "in box")).hasMessageContaining("inbox");
    assertThatThrownBy(() -> new Address("h".repeat(129), "")).hasMessageContaining("host");
  }

  @Test
  void peopleReadIdDidAndAddress() {
    assertThat(A.toString())
        .isEqualTo(A.id() + "[" + A.did() + "]@" + A.address().host() + ":root");
  }
}
