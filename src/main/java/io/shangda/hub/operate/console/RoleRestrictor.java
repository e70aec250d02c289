package io.shangda.hub.operate.console;

import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import org.jolokia.server.core.service.api.Restrictor;
import org.jolokia.server.core.util.HttpMethod;
import org.jolokia.server.core.util.RequestType;

/**
 * What a role may do through Jolokia. A viewer reads, and may call the few operations that only
 * show something (a route diagram is one). An operator may also call the hub's own MBeans, which
 * ask for a reason. An administrator may call the rest, except what would show a secret or a
 * payload, write files, or load code: that nobody may.
 */
final class RoleRestrictor implements Restrictor {
  private static final String HUB = "io.shangda.hub";

  private static final Set<RequestType> TYPES =
      Set.of(
          RequestType.READ,
          RequestType.LIST,
          RequestType.SEARCH,
          RequestType.VERSION,
          RequestType.EXEC);

  /** Operations that show structure or state, never a payload. The signature follows the name. */
  private static final Pattern SHOWING =
      Pattern.compile("dumpRoute\\w*AsXml.*|dumpRoute\\w*AsYaml.*|dumpAllThreads.*");

  /** Bodies, files, code and connections: {@code sendBody}, heap dumps, agents, browsing queues. */
  private static final Pattern NEVER =
      Pattern.compile(
          "browse.*|send.*|request(Body)?\\(.*|requestBody.*|requestStringBody.*|dumpHeap.*"
              + "|jvmtiAgentLoad.*|addOrUpdateRoutes.*|updateRouteFrom.*|setSourceLocation.*"
              + "|.*[mM]essage.*|dumpTraced.*|listDelivering.*|compilerDirectives.*|vmLog.*");

  private static final Set<String> CLOSED_DOMAINS =
      Set.of("com.sun.management", "jdk.management.jfr", "JMImplementation", "jolokia");

  /** They hold passwords given on the command line or in the environment. */
  private static final List<String> SECRET_ATTRIBUTES =
      List.of("SystemProperties", "InputArguments", "Environment");

  private final Predicate<String> hasRole;
  private final BiConsumer<ObjectName, String> onOperation;

  /**
   * @param hasRole whether the user of the request under way has a role
   * @param onOperation told of every operation that may change something, before it runs; what it
   *     throws forbids the operation
   */
  RoleRestrictor(Predicate<String> hasRole, BiConsumer<ObjectName, String> onOperation) {
    this.hasRole = hasRole;
    this.onOperation = onOperation;
  }

  @Override
  public boolean isHttpMethodAllowed(HttpMethod method) {
    return method == HttpMethod.GET || method == HttpMethod.POST;
  }

  @Override
  public boolean isTypeAllowed(RequestType type) {
    return hasRole.test("viewer") && TYPES.contains(type);
  }

  @Override
  public boolean isAttributeReadAllowed(ObjectName name, String attribute) {
    return hasRole.test("viewer")
        && !SECRET_ATTRIBUTES.contains(attribute)
        && !attribute.equals("DiagnosticOptions");
  }

  @Override
  public boolean isAttributeWriteAllowed(ObjectName name, String attribute) {
    return false;
  }

  @Override
  public boolean isOperationAllowed(ObjectName name, String operation) {
    if (CLOSED_DOMAINS.contains(name.getDomain()) || NEVER.matcher(operation).matches()) {
      return false;
    }
    if (SHOWING.matcher(operation).matches()) {
      return hasRole.test("viewer");
    }
    if (name.getDomain().equals(HUB)) {
      // Their operations take a reason and are audited where they change something.
      return hasRole.test("operator");
    }
    if (!hasRole.test("admin")) {
      return false;
    }
    onOperation.accept(name, operation);
    return true;
  }

  @Override
  public boolean isRemoteAccessAllowed(String... hostOrAddress) {
    return true;
  }

  /**
   * Strict asks whether the request may go on at all: the login has decided that, and its cookie is
   * sent to no other site's page. Otherwise it is about CORS: no other site may read an answer.
   */
  @Override
  public boolean isOriginAllowed(String origin, boolean strict) {
    return strict;
  }

  @Override
  public boolean isObjectNameHidden(ObjectName name) {
    return false;
  }
}
