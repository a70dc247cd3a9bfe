/** Framings by name, as configuration files and the command line say them. */
package dev.samara.codec.catalog;
