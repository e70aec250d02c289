package io.shangda.hub;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Every text in the sources that an operator may come to see, found where it is said: what changes
 * from time to time stands as {@code {}}.
 */
final class Messages {
  private static final Path SOURCES = Path.of("src/main/java");

  /** Values of formats: numbers, texts, times. */
  private static final String VALUE = "%[-+0-9.]*[sdnxf]";

  private final SortedSet<String> found = new TreeSet<>();

  private Messages() {}

  /** As lines {@code kind Class: text}; the sandbox speaks to nobody but whoever tries the hub. */
  static SortedSet<String> inTheSources() throws IOException {
    Messages messages = new Messages();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> all = Files.walk(SOURCES)) {
      List<Path> java =
          all.filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.toString().contains("/sandbox/"))
              .toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(java));
      for (CompilationUnitTree unit : task.parse()) {
        Path name = Path.of(unit.getSourceFile().getName()).getFileName();
        messages.new Finder(name.toString().replace(".java", "")).scan(unit, null);
      }
    }
    return messages.found;
  }

  private final class Finder extends TreeScanner<Void, Void> {
    private final String where;

    Finder(String where) {
      this.where = where;
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
      String method = call.getMethodSelect().toString();
      List<? extends ExpressionTree> given = call.getArguments();
      switch (method) {
        case "LOG.warn",
            "LOG.error",
            "LOG.warnf",
            "LOG.errorf",
            "LoggerFactory.getLogger(Main.class).error" ->
            say("log", given.get(text(given.get(0)).equals("{}") && given.size() > 1 ? 1 : 0));
        case "Problem.badRequest" -> say("api", given.get(0), given.get(1));
        case "Problem.of" -> say("api", given.get(1), given.get(2));
        case "Problem.later" -> say("api", given.get(1));
        case "Finding.of" -> {
          say("finding", given.get(given.size() - 2));
          say("finding", given.get(given.size() - 1));
        }
        case "mistakes.add" -> {
          if (given.size() > 1) {
            say("check", given.get(given.size() - 2), given.get(given.size() - 1));
          }
        }
        default -> {
          // says nothing
        }
      }
      return super.visitMethodInvocation(call, none);
    }

    @Override
    public Void visitNewClass(NewClassTree made, Void none) {
      List<? extends ExpressionTree> given = made.getArguments();
      switch (made.getIdentifier().toString()) {
        case "PullFailure" -> say("pull", given.get(1));
        case "ConfigMistake" -> say("check", given.get(3), given.get(4));
        case "Unreadable" -> {
          say("unreadable", given.get(2));
          say("unreadable", given.get(3));
        }
        case "Finding" -> {
          say("finding", given.get(given.size() - 2));
          say("finding", given.get(given.size() - 1));
        }
        case "Remark" -> {
          say("check", given.get(0));
          say("check", given.get(1));
        }
        default -> {
          // says nothing
        }
      }
      return super.visitNewClass(made, none);
    }

    /** What is only handed on is said elsewhere. */
    private void say(String kind, ExpressionTree... parts) {
      String said =
          Stream.of(parts)
              .map(Messages::text)
              .reduce((a, b) -> a + " / " + b)
              .orElse("")
              .replace("\n", "\\n");
      if (said.codePoints().anyMatch(Character::isLetter)) {
        found.add(kind + " " + where + ": " + said);
      }
    }
  }

  private static String text(Tree tree) {
    if (tree instanceof LiteralTree literal && literal.getValue() instanceof String text) {
      return text.replaceAll(VALUE, "{}");
    }
    if (tree instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
      return text(sum.getLeftOperand()) + text(sum.getRightOperand());
    }
    if (tree instanceof ParenthesizedTree inner) {
      return text(inner.getExpression());
    }
    if (tree instanceof ConditionalExpressionTree choice) {
      return "(" + text(choice.getTrueExpression()) + "|" + text(choice.getFalseExpression()) + ")";
    }
    if (tree instanceof MethodInvocationTree call
        && call.getMethodSelect() instanceof MemberSelectTree format
        && format.getIdentifier().contentEquals("formatted")) {
      return text(format.getExpression());
    }
    return "{}";
  }
}
