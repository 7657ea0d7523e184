package dev.reconcile.manifest;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a YAML stream at its document markers, so that a mistake in one document does not hide those
 * in the next. YAML 1.1 forbids both markers at the beginning of a line in every kind of scalar.
 */
final class DocumentSplitter {
  private final Origin origin;
  private final String text;
  private final List<DocumentText> documents = new ArrayList<>();
  private int start;
  private int startLine;
  private boolean open;

  private DocumentSplitter(Origin origin, String text) {
    this.origin = origin;
    this.text = text;
  }

  static List<DocumentText> split(Origin origin, String text) {
    DocumentSplitter splitter = new DocumentSplitter(origin, text);
    splitter.run();
    return splitter.documents;
  }

  private void run() {
    int line = 0;
    for (int at = 0; at < text.length(); line++) {
      int next = nextLine(at);
      if (marker("---", at)) {
        if (open) {
          cut(at, line);
        }
        open = true;
      } else if (marker("...", at)) {
        cut(next, line + 1);
        open = false;
      } else {
        open |= content(at, next);
      }
      at = next;
    }
    cut(text.length(), line);
  }

  private void cut(int end, int line) {
    if (end > start) {
      documents.add(new DocumentText(origin, text.substring(start, end), startLine));
    }
    start = end;
    startLine = line;
  }

  /** Directives ({@code %YAML 1.1}) and comments belong to the document that follows. */
  private boolean content(int from, int next) {
    if (text.charAt(from) == '%') {
      return false;
    }
    for (int i = from; i < next; i++) {
      char c = text.charAt(i);
      if (c == '#') {
        return false;
      }
      if (!Character.isWhitespace(c)) {
        return true;
      }
    }
    return false;
  }

  private boolean marker(String marker, int at) {
    int end = at + marker.length();
    return text.startsWith(marker, at)
        && (end == text.length() || " \t\r\n".indexOf(text.charAt(end)) >= 0);
  }

  private int nextLine(int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1))) {
        return i + 1;
      }
    }
    return text.length();
  }
}
