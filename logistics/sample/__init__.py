"""The sample school 育才小学: two linked terms of everything, made through the services, removable as a whole."""
