/*
 * Has StrykerJS put every change that it knows into a script, each behind a switch, and tells what they are.
 *
 * node instrument.mjs <script> → one JSON text: {source, mutants: [{id, location, mutatorName, replacement}]}
 */
import {Instrumenter} from '@stryker-mutator/instrumenter';
import {readFileSync} from 'node:fs';

const silent = {debug() {}, info() {}, warn() {}, isDebugEnabled: () => false};
const options = {plugins: [], excludedMutations: [], ignorers: []};
const content = readFileSync(process.argv[2], 'utf8');
const {files: [file], mutants} = await new Instrumenter(silent).instrument([{name: 'script.js', content, mutate: true}], options);
process.stdout.write(JSON.stringify({source: file.content, mutants}));
