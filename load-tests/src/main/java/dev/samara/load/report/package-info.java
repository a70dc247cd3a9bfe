/**
 * What a bench leaves behind: records of its figures with the machine they were measured on, their
 * JSON form, and the tables of the terminal.
 */
package dev.samara.load.report;
