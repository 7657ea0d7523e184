package dev.reconcile.manifest;

/**
 * The text of one document, not yet read: its marker and directives included.
 *
 * @param origin its file
 * @param lineOffset lines of the file before it
 */
public record DocumentText(Origin origin, String text, int lineOffset) {}
