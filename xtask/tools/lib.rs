//! Nothing: this package is its dependencies, which are programs.
