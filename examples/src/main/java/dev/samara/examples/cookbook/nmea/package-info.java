/** NMEA 0183, the sentences of ship instruments: where is it, in decimal degrees? */
package dev.samara.examples.cookbook.nmea;
