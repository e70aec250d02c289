package io.shangda.hub.operate.console;

import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import javax.management.ObjectName;
import org.jolokia.server.core.service.api.Restrictor;
import org.jolokia.server.core.util.HttpMethod;
import org.jolokia.server.core.util.RequestType;

/**
 * What a role may do through Jolokia, of what {@link JolokiaRights} lists: a viewer reads, and
 * calls the few operations that only show something (a route diagram is one); an operator also
 * calls what changes the hub's state. Nobody may do anything else.
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

  private final Predicate<String> hasRole;
  private final BiConsumer<ObjectName, String> onOperation;
  private final BiConsumer<ObjectName, String> onRefused;

  /**
   * @param hasRole whether the user of the request under way has a role
   * @param onOperation told of every operation that may change something, before it runs; what it
   *     throws forbids the operation
   * @param onRefused told of every operation that was not allowed
   */
  RoleRestrictor(
      Predicate<String> hasRole,
      BiConsumer<ObjectName, String> onOperation,
      BiConsumer<ObjectName, String> onRefused) {
    this.hasRole = hasRole;
    this.onOperation = onOperation;
    this.onRefused = onRefused;
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
    return hasRole.test("viewer") && JolokiaRights.isRead(name, attribute);
  }

  @Override
  public boolean isAttributeWriteAllowed(ObjectName name, String attribute) {
    return false;
  }

  @Override
  public boolean isOperationAllowed(ObjectName name, String operation) {
    if (JolokiaRights.isShown(name, operation) && hasRole.test("viewer")) {
      return true;
    }
    if (!JolokiaRights.isOperated(name, operation) || !hasRole.test("operator")) {
      onRefused.accept(name, operation);
      return false;
    }
    if (!name.getDomain().equals(HUB)) { // the hub's own take a reason and are audited there
      onOperation.accept(name, operation);
    }
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
    return !name.isPattern() && !JolokiaRights.isSeen(name);
  }
}
