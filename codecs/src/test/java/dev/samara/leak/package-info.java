/**
 * What fails the tests of all modules when a buffer leaks; the builds of the others find it here.
 */
package dev.samara.leak;
