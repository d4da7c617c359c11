#!/usr/bin/env node
import '../dist/interop.js';
