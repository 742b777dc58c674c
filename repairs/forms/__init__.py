"""What people type about repairs."""
