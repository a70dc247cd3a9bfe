/** What a node is told: one YAML or JSON file, environment variables over it, options over both. */
package dev.samara.node.config;
