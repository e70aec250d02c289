package io.shangda.hub.operate.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jolokia.server.core.util.RequestType;
import org.junit.jupiter.api.Test;

class RoleRestrictorTest {
  private static final Set<String> VIEWER = Set.of("viewer");
  private static final Set<String> OPERATOR = Set.of("viewer", "operator");
  private static final Set<String> ADMIN = Set.of("viewer", "operator", "admin");
  private static final String ROUTE = "org.apache.camel:context=hub,type=routes,name=\"intake\"";
  private static final String SOURCE = "io.shangda.hub:type=Source,name=town";

  private final List<String> written = new ArrayList<>();

  @Test
  void shouldLetAViewerReadAndDrawDiagrams() {
    RoleRestrictor viewer = with(VIEWER);

    assertThat(viewer.isTypeAllowed(RequestType.READ)).isTrue();
    assertThat(viewer.isAttributeReadAllowed(name(ROUTE), "ExchangesTotal")).isTrue();
    assertThat(viewer.isOperationAllowed(name(ROUTE), "dumpRouteAsXml(boolean)")).isTrue();
    assertThat(viewer.isOperationAllowed(name(ROUTE), "stop()")).isFalse();
    assertThat(viewer.isOperationAllowed(name(SOURCE), "pause(java.lang.String)")).isFalse();
  }

  @Test
  void shouldLetAnOperatorCallTheHubsOwnOperationsOnly() {
    RoleRestrictor operator = with(OPERATOR);

    assertThat(operator.isOperationAllowed(name(SOURCE), "pause(java.lang.String)")).isTrue();
    assertThat(operator.isOperationAllowed(name(ROUTE), "stop()")).isFalse();
  }

  @Test
  void shouldWriteDownWhatAnAdministratorCallsPastTheHub() {
    assertThat(with(ADMIN).isOperationAllowed(name(ROUTE), "stop()")).isTrue();

    assertThat(written).containsExactly("stop()");
  }

  @Test
  void shouldLetNobodySeePayloadsOrSecretsOrLoadCode() {
    RoleRestrictor admin = with(ADMIN);

    for (String operation :
        List.of(
            "browseAllMessagesAsXml(java.lang.Boolean)",
            "browse()",
            "sendBody(java.lang.String,java.lang.Object)",
            "sendTextMessage(java.lang.String)",
            "requestBody(java.lang.String,java.lang.Object)",
            "listMessagesAsJSON(java.lang.String)",
            "dumpTracedMessagesAsXml(java.lang.String)")) {
      assertThat(admin.isOperationAllowed(name(ROUTE), operation)).as(operation).isFalse();
    }
    assertThat(
            admin.isOperationAllowed(
                name("com.sun.management:type=DiagnosticCommand"), "jvmtiAgentLoad([String)"))
        .isFalse();
    assertThat(
            admin.isOperationAllowed(
                name("com.sun.management:type=HotSpotDiagnostic"), "dumpHeap(String,boolean)"))
        .isFalse();
    assertThat(admin.isAttributeReadAllowed(name("java.lang:type=Runtime"), "SystemProperties"))
        .isFalse();
    assertThat(admin.isAttributeWriteAllowed(name(ROUTE), "TracingEnabled")).isFalse();
  }

  @Test
  void shouldShowNothingWithoutARole() {
    assertThat(with(Set.of("security")).isTypeAllowed(RequestType.LIST)).isFalse();
  }

  private RoleRestrictor with(Set<String> roles) {
    return new RoleRestrictor(roles::contains, (name, operation) -> written.add(operation));
  }

  private static ObjectName name(String text) {
    try {
      return new ObjectName(text);
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
