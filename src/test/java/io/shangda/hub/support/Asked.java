package io.shangda.hub.support;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

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
            statements.add(text(statement));
          }
          return result;
        });
  }

  /** A pool's own statement tells another text. */
  private static String text(PreparedStatement statement) {
    try {
      return statement.unwrap(PGStatement.class).toString();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
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
