package io.shangda.hub.model;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One node's way to the database: where it can be cut off before or after a commit, and where
 * another node can come between two of its transactions. The time of day in a statement is the
 * run's, and statements are kept prepared, for most of the time of a run would go into parsing.
 */
final class Wire {
  /** How the node ends at a commit. */
  enum Cut {
    BEFORE,
    AFTER
  }

  static final String NOW = "model_now()";

  private final String url;
  private final Deque<Pooled> idle = new ArrayDeque<>();
  private final Map<String, String> timed = new HashMap<>();
  private @Nullable Cut cut;
  private int cutIn;
  private @Nullable Runnable between;
  private int betweenIn;
  private @Nullable Runnable stored;
  private int commits;
  private int taken;
  private boolean dead;

  Wire(String url) {
    this.url = url;
  }

  /** The node is started anew. */
  void revive() {
    dead = false;
    cut = null;
    between = null;
  }

  boolean isDead() {
    return dead;
  }

  /** The node ends at its next commit but so many. */
  void cut(Cut how, int after) {
    cut = how;
    cutIn = after;
  }

  /**
   * Something happens elsewhere before it takes a connection next but so many times, having none.
   */
  void between(Runnable what, int after) {
    between = what;
    betweenIn = after;
  }

  /** What is true as soon as its next transaction is stored. */
  void whenStored(Runnable what) {
    stored = what;
  }

  /** Its transaction failed. */
  void notStored() {
    stored = null;
  }

  /** What did not happen yet does not happen any more. */
  void calm() {
    cut = null;
    between = null;
    stored = null;
  }

  /** Transactions that changed something, since the wire was made. */
  int commits() {
    return commits;
  }

  DataSource source() {
    return (DataSource)
        Proxy.newProxyInstance(
            Wire.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getConnection")) {
                return connection();
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }

  private Connection connection() throws SQLException {
    Runnable what = between;
    if (what != null && taken == 0 && betweenIn-- == 0) {
      between = null;
      Runnable waiting = stored;
      stored = null; // what comes between has commits of its own
      what.run();
      stored = waiting;
    }
    if (dead) {
      throw new SQLException("the node has ended", "08006");
    }
    Pooled pooled = idle.poll();
    if (pooled == null) {
      pooled = new Pooled(DriverManager.getConnection(url, "sa", ""));
    }
    taken++;
    return pooled.proxy;
  }

  private void commit(Connection real) throws SQLException {
    Cut how = cut;
    if (how == null || cutIn-- > 0) {
      committed(real);
      return;
    }
    cut = null;
    dead = true;
    if (how == Cut.AFTER) {
      committed(real);
    }
    throw new SQLException("the node ends " + how + " a commit", "08006");
  }

  private void committed(Connection real) throws SQLException {
    real.commit();
    commits++;
    Runnable what = stored;
    stored = null;
    if (what != null) {
      what.run();
    }
  }

  void close() throws SQLException {
    for (Pooled pooled : idle) {
      pooled.real.close();
    }
    idle.clear();
  }

  private String timed(String sql) {
    return timed.computeIfAbsent(sql, text -> text.replace("current_timestamp", NOW));
  }

  /** A connection, with its prepared statements. */
  private final class Pooled {
    private final Connection real;
    private final Connection proxy;
    private final Map<String, Deque<PreparedStatement>> prepared = new HashMap<>();

    Pooled(Connection real) {
      this.real = real;
      this.proxy =
          (Connection)
              Proxy.newProxyInstance(
                  Wire.class.getClassLoader(), new Class<?>[] {Connection.class}, this::invoke);
    }

    private @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments)
        throws Throwable {
      switch (method.getName()) {
        case "prepareStatement":
          return prepare((String) java.util.Objects.requireNonNull(arguments)[0]);
        case "commit":
          commit(real);
          return null;
        case "close":
          if (!real.getAutoCommit()) {
            real.rollback();
          }
          taken--;
          idle.push(this);
          return null;
        default:
          return call(real, method, arguments);
      }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
      Deque<PreparedStatement> free = prepared.computeIfAbsent(sql, s -> new ArrayDeque<>());
      PreparedStatement kept = free.poll();
      PreparedStatement statement = kept == null ? real.prepareStatement(timed(sql)) : kept;
      return (PreparedStatement)
          Proxy.newProxyInstance(
              Wire.class.getClassLoader(),
              new Class<?>[] {PreparedStatement.class},
              (self, method, arguments) -> {
                if (method.getName().equals("close")) {
                  statement.clearParameters();
                  statement.clearBatch();
                  free.push(statement);
                  return null;
                }
                return call(statement, method, arguments);
              });
    }
  }

  private static @Nullable Object call(Object real, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
