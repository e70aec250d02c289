package io.shangda.hub.operate.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
  private final ClientAddress behindProxies =
      new ClientAddress(Optional.of(List.of("10.0.0.0/8", "2001:db8::1")));

  @Test
  void shouldTakeTheWordOfNobodyByDefault() {
    ClientAddress address = new ClientAddress(Optional.empty());

    assertThat(address.of("10.0.0.5", List.of("192.0.2.7"))).isEqualTo("10.0.0.5");
  }

  @Test
  void shouldTakeWhatTrustedProxiesAddedAndNothingFurtherLeft() {
    assertThat(behindProxies.of("10.0.0.5", List.of("192.0.2.7"))).isEqualTo("192.0.2.7");
    assertThat(behindProxies.of("10.0.0.5", List.of("6.6.6.6, 192.0.2.7, 10.1.1.1")))
        .isEqualTo("192.0.2.7");
    assertThat(behindProxies.of("10.0.0.5", List.of("6.6.6.6", "192.0.2.7:4711")))
        .isEqualTo("192.0.2.7");
    assertThat(behindProxies.of("192.0.2.9", List.of("192.0.2.7"))).isEqualTo("192.0.2.9");
  }

  @Test
  void shouldStopAtWhatIsNoAddress() {
    for (String nonsense : List.of("localhost", "evil.example", "", "300.1.1.1", "unknown")) {
      assertThat(behindProxies.of("10.0.0.5", List.of(nonsense)))
          .as(nonsense)
          .isEqualTo("10.0.0.5");
    }
  }

  @Test
  void shouldTakeAnIpv6NetworkAsOneAddress() {
    assertThat(behindProxies.of("2001:db8:0:0:0:0:0:1", List.of("[2001:db8:7::9]:443")))
        .isEqualTo(behindProxies.of("2001:db8:7:0:1:2:3:4", List.of()));
  }

  @Test
  void shouldRefuseAProxyThatIsNoAddress() {
    for (String bad : List.of("proxy.example", "10.0.0.0/33", "10.0.0")) {
      assertThatThrownBy(() -> AddressRange.of(bad))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
