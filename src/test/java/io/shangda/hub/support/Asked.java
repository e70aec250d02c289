package io.shangda.hub.support;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What a database is asked, with its values, as PostgreSQL's driver writes it. */
public final class Asked {
  private final List<String> statements = new CopyOnWriteArrayList<>();
  private final DataSource source;

  public Asked(DataSource source) {
    this.source = source;
  }

  /** The source, watched. */
  public DataSource source() {
    return proxy(
        DataSource.class,
        source,
        (method, result) -> result instanceof Connection connection ? watched(connection) : result);
  }

  /** All since the last call, in order, each once. */
  public List<String> take() {
    List<String> all = statements.stream().distinct().toList();
    statements.clear();
    return all;
  }

  private Connection watched(Connection connection) {
    return proxy(
        Connection.class,
        connection,
        (method, result) ->
            result instanceof PreparedStatement statement ? watched(statement) : result);
  }

  private PreparedStatement watched(PreparedStatement statement) {
    return proxy(
        PreparedStatement.class,
        statement,
        (method, result) -> {
          if (method.getName().startsWith("execute")) {
            statements.add(statement.toString());
          }
          return result;
        });
  }

  @FunctionalInterface
  private interface After {
    @Nullable Object see(Method method, @Nullable Object result);
  }

  private static <T> T proxy(Class<T> type, T on, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return after.see(method, method.invoke(on, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
