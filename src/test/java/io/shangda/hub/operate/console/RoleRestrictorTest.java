package io.shangda.hub.operate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.operate.signal.SourceBeanMBean;
import io.shangda.hub.operate.signal.TargetBeanMBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jolokia.server.core.util.RequestType;
import org.junit.jupiter.api.Test;

class RoleRestrictorTest {
  /** What the console is for, and what is listed one by one below. */
  private static final Set<String> OWN = Set.of("io.shangda.hub", "org.apache.camel");

  private static final Set<String> VIEWER = Set.of("viewer");
  private static final Set<String> OPERATOR = Set.of("viewer", "operator");
  private static final Set<String> ADMIN = Set.of("viewer", "operator", "admin");
  private static final String ROUTE = "org.apache.camel:context=hub,type=routes,name=\"intake\"";
  private static final String SOURCE = "io.shangda.hub:type=Source,name=town";

  private final List<String> written = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();

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
  void shouldLetAnOperatorCallWhatTheConsolesPagesOfferAndWriteItDown() {
    RoleRestrictor operator = with(OPERATOR);

    assertThat(operator.isOperationAllowed(name(SOURCE), "pause(java.lang.String)")).isTrue();
    assertThat(written).isEmpty();
    assertThat(operator.isOperationAllowed(name(ROUTE), "stop()")).isTrue();
    assertThat(written).containsExactly("stop()");
    assertThat(operator.isOperationAllowed(name(ROUTE), "remove()")).isFalse();
    assertThat(refused).containsExactly("remove()");
  }

  @Test
  void shouldKnowEveryOperationOfTheHubsOwnBeans() {
    for (Class<?> bean : List.of(SourceBeanMBean.class, TargetBeanMBean.class)) {
      String type = bean.getSimpleName().replace("BeanMBean", "");
      for (Method method : bean.getMethods()) {
        if (!method.getName().matches("(get|is)[A-Z].*")) {
          assertThat(
                  with(OPERATOR)
                      .isOperationAllowed(
                          name("io.shangda.hub:type=" + type + ",name=x"), method.getName()))
              .as(type + "." + method.getName())
              .isTrue();
        }
      }
    }
  }

  @Test
  void shouldRefuseAnAdministratorEveryOperationOfTheProcessBesidesTheHubsAndItsRoutes()
      throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    RoleRestrictor admin = with(ADMIN);
    List<String> allowed = new ArrayList<>();
    for (ObjectName bean : server.queryNames(null, null)) {
      if (OWN.contains(bean.getDomain())) {
        continue; // what other tests of this process have left; listed one by one below
      }
      for (MBeanOperationInfo operation : server.getMBeanInfo(bean).getOperations()) {
        if (admin.isOperationAllowed(bean, operation.getName())) {
          allowed.add(bean.getKeyProperty("type") + "." + operation.getName());
        }
      }
      for (MBeanAttributeInfo attribute : server.getMBeanInfo(bean).getAttributes()) {
        assertThat(admin.isAttributeWriteAllowed(bean, attribute.getName())).isFalse();
      }
    }

    assertThat(allowed).containsOnly("Threading.dumpAllThreads");
    assertThat(
            admin.isOperationAllowed(
                name("java.util.logging:type=Logging"),
                "setLoggerLevel(java.lang.String,java.lang.String)"))
        .isFalse();
    assertThat(admin.isObjectNameHidden(name("com.sun.management:type=HotSpotDiagnostic")))
        .isTrue();
    assertThat(
            admin.isAttributeReadAllowed(
                name("com.sun.management:type=HotSpotDiagnostic"), "DiagnosticOptions"))
        .isFalse();
    assertThat(admin.isTypeAllowed(RequestType.WRITE)).isFalse();
    assertThat(admin.isTypeAllowed(RequestType.NOTIFICATION)).isFalse();
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
    return new RoleRestrictor(
        roles::contains,
        (name, operation) -> written.add(operation),
        (name, operation) -> refused.add(operation));
  }

  private static ObjectName name(String text) {
    try {
      return new ObjectName(text);
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
