/** The same service in each of the three styles. */
package dev.samara.examples.echo;
