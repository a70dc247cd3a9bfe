package dev.samara.load.report;

/**
 * A point of a curve.
 *
 * @param x where
 * @param y how much
 */
public record Point(double x, double y) {}
