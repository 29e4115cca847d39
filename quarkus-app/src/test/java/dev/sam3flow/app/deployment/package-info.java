/** What is in {@code deploy}, held against what the application takes and shows. */
package dev.sam3flow.app.deployment;
