"""The portal's tests. A package of its own name, as pytest would otherwise take the folder
`gateway`, which holds the distribution, for the package `gateway`."""
