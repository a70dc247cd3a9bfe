/**
 * What a bench leaves behind: its figures with the machine they were measured on, their JSON form,
 * the tables of the terminal, and what is done with them later: comparisons, gates, staleness.
 */
package dev.samara.load.report;
