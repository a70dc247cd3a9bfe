package dev.samara.load.tree;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Java files as the compiler's own parser sees them: comments and strings can't mislead it. */
final class JavaSources {
  private static final Set<String> SLEEPS =
      Set.of(
          "Thread.sleep",
          "java.lang.Thread.sleep",
          "TimeUnit.NANOSECONDS.sleep",
          "TimeUnit.MICROSECONDS.sleep",
          "TimeUnit.MILLISECONDS.sleep",
          "TimeUnit.SECONDS.sleep",
          "TimeUnit.MINUTES.sleep");

  private JavaSources() {}

  /**
   * What is counted in one file.
   *
   * @param name of the file
   * @param lines of the whole file
   * @param longestMethod name and lines of its longest method
   * @param sleeps lines that call {@code Thread.sleep} or the like
   * @param packageComment whether the package declaration has a documentation comment with words
   */
  record Facts(
      String name, long lines, Method longestMethod, List<Long> sleeps, boolean packageComment) {}

  /** A method and its lines, from the first modifier to the last brace. */
  record Method(String name, long lines) {}

  static List<Facts> read(Collection<Path> files) throws IOException {
    List<SimpleJavaFileObject> units = new ArrayList<>();
    for (Path file : files) {
      units.add(new Source(file.toString(), Files.readString(file)));
    }
    return parse(units);
  }

  static Facts of(String text) throws IOException {
    return parse(List.of(new Source("Example.java", text))).getFirst();
  }

  private static List<Facts> parse(List<SimpleJavaFileObject> units) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavacTask task =
        (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, units);
    DocTrees trees = DocTrees.instance(task);
    List<Facts> all = new ArrayList<>();
    for (CompilationUnitTree unit : task.parse()) {
      all.add(new Counter(unit, trees).count());
    }
    return all;
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String name;
    private final String text;

    Source(String name, String text) {
      super(
          URI.create("string:///" + name.replace('\\', '/').replaceFirst("^/+", "")), Kind.SOURCE);
      this.name = name;
      this.text = text;
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Counter extends TreePathScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final DocTrees trees;
    private final SourcePositions positions;
    private final List<Long> sleeps = new ArrayList<>();
    private Method longest = new Method("none", 0);

    Counter(CompilationUnitTree unit, DocTrees trees) {
      this.unit = unit;
      this.trees = trees;
      this.positions = trees.getSourcePositions();
    }

    Facts count() throws IOException {
      scan(unit, null);
      String text = unit.getSourceFile().getCharContent(true).toString();
      return new Facts(
          unit.getSourceFile().getName(), text.lines().count(), longest, sleeps, packageComment());
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      long first = positions.getStartPosition(unit, method);
      long last = positions.getEndPosition(unit, method);
      // A record's implicit constructor is in the tree, but not in the file.
      if (first >= 0 && last >= 0) {
        long lines = line(last) - line(first) + 1;
        if (lines > longest.lines()) {
          longest = new Method(method.getName().toString(), lines);
        }
      }
      return super.visitMethod(method, nothing);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
      if (SLEEPS.contains(call.getMethodSelect().toString())) {
        sleeps.add(line(positions.getStartPosition(unit, call)));
      }
      return super.visitMethodInvocation(call, nothing);
    }

    private boolean packageComment() {
      if (unit.getPackage() == null) {
        return false;
      }
      String comment = trees.getDocComment(new TreePath(new TreePath(unit), unit.getPackage()));
      return comment != null && !comment.isBlank();
    }

    private long line(long position) {
      return unit.getLineMap().getLineNumber(position);
    }
  }
}
