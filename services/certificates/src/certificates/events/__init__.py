"""What certificates tells. It hears nothing: it asks at the moment of issue."""
