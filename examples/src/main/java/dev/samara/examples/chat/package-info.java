/** A chat room: named clients, everybody gets everybody's lines. */
package dev.samara.examples.chat;
